// Package race is what the live part of 04-compare-variants.ipynb calls: it trains two variants of a recipe side by side
// on the same data from the same seed, shows how they learn, and compares on the same texts what they have learned.
package race
