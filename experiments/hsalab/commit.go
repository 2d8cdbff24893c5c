package main

import (
	"fmt"

	"github.com/hsalab/hsalab/experiments"
)

// unknownCommit is what a program says that cannot name its code.
const unknownCommit = "this program does not know the commit it was built from (build with " + experiments.BuildCommand + ")"

// commitAdvice is said once by a command that goes on all the same.
const commitAdvice = "hsalab: " + unknownCommit + ": what it writes will name none\n"

// adviseCommit says, where the program does not know its commit, that no record will name it.
func adviseCommit(c *console) {
	if experiments.Commit() == "" {
		fmt.Fprint(c.err, commitAdvice)
	}
}

// needCommit refuses rows that do not say which code made them, unless that is allowed.
func needCommit(allowed bool) error {
	if allowed || experiments.Commit() != "" {
		return nil
	}
	return errorf("%s, and the rows of a study must name one; --allow-unknown-commit goes on without", unknownCommit)
}
