package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
)

// source is planted rows and diagnoses.
type source struct {
	claims.Planted
	list []results.Diagnosis
}

func (s source) Diagnoses() ([]results.Diagnosis, error) { return s.list, nil }

// diagnosesFor are those of one model that a figure selects.
func diagnosesFor(s Spec) []results.Diagnosis {
	var list []results.Diagnosis
	if s.Where == nil {
		return nil
	}
	for _, ratio := range []float64{1, 4} {
		list = append(list, results.Diagnosis{
			Variant: s.Where["variant"], Task: s.Where["task"], Length: int(128 * ratio), Ratio: ratio, Questions: 8, Samples: 2,
			Residual: 2, HSA: 3, MLP: 8, ScoreMass: 0.5, ScoreMassLow: 0.4, ScoreMassHigh: 0.6, Command: "planted", Commit: "c0ffee",
		})
	}
	return list
}

// planted is a source with few rows of every file.
func planted() claims.Source {
	specs, err := Specs()
	if err != nil {
		panic(err)
	}
	p := source{Planted: claims.Planted{}}
	for _, s := range specs {
		if s.Rows == records.DiagnosesFile {
			p.list = append(p.list, diagnosesFor(s)...)
			continue
		}
		p.Planted[s.Rows] = append(p.Planted[s.Rows], rowsFor(s)...)
	}
	for name, rows := range p.Planted {
		seen := map[results.ID]bool{}
		p.Planted[name] = slices.DeleteFunc(rows, func(r results.Row) bool {
			twice := seen[r.ID()]
			seen[r.ID()] = true
			return twice
		})
	}
	return p
}

// rowsFor are rows that a figure can be drawn from: its reference variant and another, at several lengths and top-Ks.
func rowsFor(s Spec) []results.Row {
	var rows []results.Row
	variants := []string{s.Reference, "another"}
	if v := s.Where["variant"]; v != "" {
		variants = []string{v}
	}
	for _, variant := range variants {
		for _, ratio := range []float64{1, 16, 64, 256} {
			for i := range 24 {
				r := results.Row{
					Variant: variant, Task: "recall-conjunctive-decoys", Haystack: "decoys", Length: int(128 * ratio), Ratio: ratio, Depth: float64(i%8) / 8,
					Seed: int64(i / 8), Sample: i % 8, Correct: i%5 > 0, GoldChunk: 1, Rank: 1, Hit: i%6 > 0, TopK: 4, TrainTopK: 4,
					Encoder: "cls", Residual: "bypass", Command: "planted", Commit: "c0ffee",
				}
				if r.Variant == "" {
					r.Variant = "full"
				}
				if variant == "another" {
					r.Encoder = "none"
				}
				if h := s.Where["haystack"]; h != "" {
					r.Haystack = h
				}
				rows = append(rows, r)
			}
		}
	}
	return rows
}

// TestReport writes a whole report, of every kind of figure.
func TestReport(t *testing.T) {
	told := 0
	r, err := Redraw(Options{Source: planted, Progress: func(string) { told++ }})
	if err != nil {
		t.Fatal(err)
	}
	specs, err := Specs()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Drawn) != len(specs) || len(r.Missing) > 0 || told != len(specs)+1 {
		t.Fatalf("%d of %d figures, missing %v, told of %d", len(r.Drawn), len(specs), r.Missing, told)
	}
	one, err := Redraw(Options{Source: planted, Only: []string{"effects"}})
	if err != nil || len(one.Drawn) != 1 || one.Drawn[0].Name != "effects" || one.Verdicts != nil {
		t.Errorf("only effects: %d figures, %d verdicts, %v", len(one.Drawn), len(one.Verdicts), err)
	}
	few := &Report{Drawn: firstOfEachKind(r.Drawn), Verdicts: r.Verdicts, Missing: []string{"studies/none"}}
	dir := t.TempDir()
	index, err := few.Write(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	for _, want := range append([]string{"C16", "No results are committed for figures of: studies/none"}, few.Drawn[0].Title, few.Drawn[0].Shows) {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	linksLead(t, dir, page)
}

// linksLead holds every link of the page to a file that is there, and the page to no request.
func linksLead(t *testing.T, dir, page string) {
	t.Helper()
	links := regexp.MustCompile(`<a href="\./([^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 10 {
		t.Errorf("%d links", len(links))
	}
	for _, l := range links {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(l[1]))); err != nil || info.Size() == 0 {
			t.Errorf("link to %s: %v", l[1], err)
		}
	}
	if regexp.MustCompile(`(src|href)="(https?:)?//`).MatchString(page) {
		t.Error("the page asks the network")
	}
}

func firstOfEachKind(drawn []Drawing) []Drawing {
	var few []Drawing
	for _, d := range drawn {
		if !slices.ContainsFunc(few, func(f Drawing) bool { return f.Kind == d.Kind }) {
			few = append(few, d)
		}
	}
	return few
}

// TestMissing: a file of rows is missing only where no figure could be drawn from it.
func TestMissing(t *testing.T) {
	rows := rowsFor(Spec{Reference: "k=4"})
	for i := range rows {
		rows[i].Rank, rows[i].Hit = 0, false // nothing is known of what was retrieved
	}
	source := func() claims.Source { return source{Planted: claims.Planted{records.StudyFile("topk"): rows}} }
	r, err := Redraw(Options{Only: []string{"topk", "topk-integration", "rivals"}, Source: source})
	if err != nil || len(r.Drawn) != 1 || !slices.Equal(r.Missing, []string{records.StudyFile("rivals")}) {
		t.Errorf("%d figures, missing %v, %v", len(r.Drawn), r.Missing, err)
	}
}

// TestHardware: a figure says what computed its rows, as they say it; for those that do not, the file of figures does.
func TestHardware(t *testing.T) {
	s := Spec{Hardware: "an abacus"}
	silent, known := results.Row{}, results.Row{Hardware: "a slide rule"}
	for want, rows := range map[string][]results.Row{
		"an abacus": {silent}, "a slide rule": {known, known}, "a slide rule; the others: an abacus": {silent, known},
	} {
		if got := s.hardware(rows); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := (Spec{}).hardware([]results.Row{silent}); got != "not recorded" {
		t.Errorf("%q, want it to be said that it is not recorded", got)
	}
}

// TestStudiesHaveFigures: each study of package study has figures here.
func TestStudiesHaveFigures(t *testing.T) {
	specs, err := Specs()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../study/studies/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d studies, %v", len(files), err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".toml")
		if !slices.ContainsFunc(specs, func(s Spec) bool { return s.Rows == records.StudyFile(name) }) {
			t.Errorf("study %s has no figure: name it in figures.toml", name)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	const good = "[[figure]]\nname = \"a\"\nkind = \"curve\"\nrows = \"eval\"\ntitle = \"t\"\nshows = \"s\"\n"
	if _, err := parse(good); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"unknown key": good + "color = 1\n", "twice": good + good, "unknown kind": strings.Replace(good, "curve", "pie", 1),
		"no rows": strings.Replace(good, "eval", "", 1), "no name": strings.Replace(good, "\"a\"", "\"\"", 1), "not TOML": "[",
	} {
		if _, err := parse(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestKept holds the figures and verdicts that notebooks show to what is drawn from the committed rows.
func TestKept(t *testing.T) {
	if testing.Short() {
		t.Skip("draws every figure")
	}
	r, err := Redraw(Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := r.Kept()
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range kept {
		file, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(name)))
		if err != nil || string(file) != string(raw) {
			t.Errorf("%s is stale (%v): run \"hsalab reproduce --keep .\"", name, err)
		}
	}
	for _, name := range figures.DrawnNames() {
		if kept[drawnDir+"/"+name+".json"] == nil {
			t.Errorf("%s is kept, but not drawn: run \"hsalab reproduce --keep .\"", name)
		}
	}
}

// TestKeep writes kept figures, and takes away what is no longer drawn.
func TestKeep(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{drawnDir, filepath.Dir(verdictsFile)} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	old := filepath.Join(root, drawnDir, "old.json")
	if err := os.WriteFile(old, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := &Report{Verdicts: []claims.Verdict{{Claim: "C1", Outcome: claims.NotTestable}}}
	if err := r.Keep(root); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the old figure is still there: %v", err)
	}
	raw, err := os.ReadFile(filepath.Join(root, drawnDir, "claims.json"))
	if err != nil || !json.Valid(raw) {
		t.Errorf("claims.json: %v", err)
	}
	if err := r.Keep(filepath.Join(root, "none")); err == nil {
		t.Error("a directory that is not there: no error")
	}
}
