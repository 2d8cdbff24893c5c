package viz_test

import (
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// TestTextLiesInsideThePicture follows every text of every picture, hostile and
// overlong ones too, to where it is drawn.
func TestTextLiesInsideThePicture(t *testing.T) {
	t.Parallel()
	for _, fig := range everything() {
		if viz.HasPicture(fig) {
			viz.CheckTextInside(t, fig)
		}
	}
}
