package solutions

// TakesMost: the four picks score 12.1 and more; chunk 14 is the newest and takes σ(12) of the stick, all but a few
// millionths.
func TakesMost() int { return 14 }

// Reach: 16 tokens by the upper window, 16 more by the lower one, and 2 more by the mix of embeddings.
func Reach() int { return 16 + 16 + 2 }

// Flood: four copies, all on chunks older than 12.
func Flood() []int { return []int{3, 4, 5, 6} }
