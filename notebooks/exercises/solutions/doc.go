// Package solutions has an answer to every exercise of the student notebooks, with the way to it. Read it after you have
// tried: the hints of an exercise are the better teachers.
//
// Each function is named after its exercise and returns the answer that the Check of the exercise takes.
package solutions
