package babilong

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Row is one sample as the published data sets have it: the text without a prompt, the answer and the question.
type Row struct {
	Input, Target, Question string
}

// columns are the names in the header.
var columns = []string{"input", "target", "question"}

// Row is the mix as a row.
func (m Mix) Row() (Row, error) {
	text, _, err := m.Text()
	return Row{text, m.Question.Answer.String(), m.Question.Text}, err
}

// WriteCSV writes a header and the rows.
func WriteCSV(w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, r := range rows {
		if err := out.Write([]string{r.Input, r.Target, r.Question}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// ReadCSV reads rows with a header that names the columns input, target and question in any order; others are left out.
func ReadCSV(r io.Reader) ([]Row, error) {
	in := csv.NewReader(r)
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("babilong: the CSV is empty: want a header with input, target and question")
	}
	if err != nil {
		return nil, fmt.Errorf("babilong: reading the CSV's header: %w", err)
	}
	at := make([]int, len(columns))
	for i, name := range columns {
		if at[i] = slices.Index(header, name); at[i] < 0 {
			return nil, fmt.Errorf("babilong: the CSV has no column %q, its header is %q", name, header)
		}
	}
	var rows []Row
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("babilong: reading the CSV: %w", err)
		}
		rows = append(rows, Row{record[at[0]], record[at[1]], record[at[2]]})
	}
}
