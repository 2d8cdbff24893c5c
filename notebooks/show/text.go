package show

import (
	"fmt"
	"html"

	"github.com/janpfeifer/gonb/gonbui"

	"github.com/hsalab/hsalab/viz"
)

// Text shows a paragraph. What it says is data: nothing in it is markup.
func Text(text string) {
	if !gonbui.IsNotebook {
		fmt.Println(text)
		return
	}
	gonbui.DisplayHTML("<p>" + html.EscapeString(viz.Clean(text)) + "</p>")
	gonbui.Sync()
}
