package taskpack

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/google/renameio/v2"
)

// Save writes the pack's sections to a file. The file appears whole or not at all.
func (p *Pack) Save(path string) error {
	whole := map[string]any{"pack_version": p.Version, "sources": p.Sources}
	for name, section := range map[string]any{
		SectionRULER: p.RULER, SectionWords: p.Words, SectionHSAGroup: p.HSAGroup,
		SectionBABILong: p.BABILong, SectionBabi: p.Babi,
	} {
		if p.sections[name] {
			whole[name] = section
		}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(whole); err != nil {
		return fmt.Errorf("taskpack: save %s: %w", path, err)
	}
	if err := renameio.WriteFile(path, text.Bytes(), 0o644); err != nil {
		return fmt.Errorf("taskpack: save: %w", err)
	}
	return nil
}
