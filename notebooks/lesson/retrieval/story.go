package retrieval

// Story is a short text with three facts, one of which lies across two chunks.
const Story = `
We left before sunrise, three of us and a dog that nobody owned. Magic wagon is eagle.
The road went along the river for an hour and then turned up into the hills, where the
snow had not yet gone. Somebody had left a lamp in the window of the last house.
Magic lantern is fox. We did not stop. At noon we ate bread and cheese on a flat stone
and looked back at the valley, which seemed much smaller than the night before.
Magic pepper is wolf, said the dog, but no one believed it.
`
