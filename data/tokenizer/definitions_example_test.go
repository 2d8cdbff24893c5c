package tokenizer_test

import (
	"fmt"

	"github.com/hsalab/hsalab/data/tokenizer"
)

// Symbols as tokenizer.json: the Hugging Face tokenizers library reads "k0 n0 v0" as 0, 2, 1.
func ExampleSymbolsDefinition() {
	text, err := tokenizer.SymbolsDefinition([]string{"k0", "v0", "n0"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s", text)
	// Output:
	// {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,"pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,"model":{"type":"WordLevel","vocab":{"k0":0,"n0":2,"v0":1},"unk_token":"\u003cunk\u003e"}}
}
