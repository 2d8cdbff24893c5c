// Package proof holds the notebooks of the repository to what they promise.
//
// [Check] reads a committed notebook: valid, with stable cell ids, light outputs of no particular machine, opening with what
// the reader will see and ending with what to try. [Compare] holds the numbers of a run to those of the committed
// notebook, each within the tolerance that stands beside it in the data (see notebooks/show). The tests of this package
// run notebooks in a real JupyterLab, in a headless browser.
package proof
