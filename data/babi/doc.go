// Package babi simulates the twenty task families of bAbI (Weston et al., 2015, "Towards AI-Complete Question
// Answering"): short stories of statements with questions whose answers and supporting statements are known.
//
// A [Simulator] takes its words from a task pack and tells a [Story] for a [Task]; the same pack, task, seed and index
// give the same story on every machine. [Write] and [Read] have the format of the bAbI files: a numbered line each, and
// for a question the answer and the numbers of the supporting lines behind tabs.
//
// The families keep the worlds, questions and supports of the original, with these differences, all of which make the
// evidence whole or the answer certain:
//
//   - what is told happens: nobody gives away in task 5 what they no longer have, and "either … or" of task 10 is true;
//   - a person's latest fact in task 10 never contradicts an older one unless that person has moved, so that reading
//     every statement and reading only the latest one give the same answer;
//   - tasks 7 and 8 also name the statements in which the person received something;
//   - task 17 names one statement where one is enough, and no two of its shapes have one name;
//   - pairs of task 12 go where they are not.
//
// The package [github.com/hsalab/hsalab/data/babi/solve] answers the questions from the statements alone and shares no
// code with the simulator.
package babi
