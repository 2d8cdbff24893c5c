// Package jupyter shows the figures of package viz in a Jupyter notebook run by the
// GoNB kernel, and as text where there is no notebook, so that the same code
// runs in both.
//
//	jupyter.Show(curve, table)            // interactive, with the picture inside
//	live := jupyter.NewLive()             // a moving curve, while training
//	defer live.Close()
//
// Every figure is one HTML output that holds its own picture: a notebook that
// is not trusted, a preview on a forge or an exported page without scripts
// shows that. Nothing is fetched. Outputs depend on the figures alone, so a
// second run of a notebook changes nothing in the file.
package jupyter
