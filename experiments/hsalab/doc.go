// Command hsalab is the lab bench for hierarchical sparse attention: it trains small models on this machine, evaluates
// them thousands of times past their training length, shows what they retrieved, and runs the notebooks.
//
//	hsalab quickstart         everything once, in minutes
//	hsalab train nano-text    train a model; Ctrl-C saves, the same command goes on
//	hsalab eval nano          accuracy and recall@K with intervals, at any length
//	hsalab diagnose nano      inside its HSA layers: norms, scores against attention mass
//	hsalab ask …              ask about needles in a text of your own
//	hsalab data ruler …       samples of RULER, BABILong and the recall tasks as files, with their evidence
//	hsalab figures            redraw every figure and table from the committed results
//	hsalab lab                JupyterLab with a Go kernel
//
// "hsalab --help" lists every command. The exit status is 0 for success, 1 for an error, 130 after an interrupt.
package main
