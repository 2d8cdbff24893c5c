package main

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// scripts have the shell call hsalab itself for each completion.
var scripts = map[string]string{
	"bash": `complete -C hsalab hsalab`,
	"zsh":  "autoload -U +X bashcompinit && bashcompinit\ncomplete -C hsalab hsalab",
	"fish": `complete -f -c hsalab -a '(env COMP_LINE=(commandline -cp) hsalab)'`,
}

// Help says where to put the script.
func (completionCmd) Help() string {
	return "hsalab must be on PATH: GOEXPERIMENT=simd go install ./experiments/hsalab\n\n" +
		"bash: add to .bashrc: eval \"$(hsalab completion bash)\"\n\n" +
		"zsh: add to .zshrc: eval \"$(hsalab completion zsh)\"\n\n" +
		"fish: hsalab completion fish > ~/.config/fish/completions/hsalab.fish"
}

// Run prints the script.
func (c *completionCmd) Run(out *console) error {
	out.say("%s", scripts[c.Shell])
	return nil
}
