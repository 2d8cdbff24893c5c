// Package gallery holds one made-up sample of every kind of figure, to be looked
// at and tested: its numbers measure nothing, and each says so. [Write] puts
// all of them into a directory, in every form, with an index page.
package gallery
