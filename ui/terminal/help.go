package terminal

import (
	"slices"
	"strconv"
	"strings"

	"hoist/ui/messages"
)

// helpColumn is where the explanations begin, so that no line of the help is wider than 80 columns.
const helpColumn = 26

// Help returns how the program is used: the answer to --help.
func Help(words *messages.Catalog) string {
	var b strings.Builder
	section := func(id string) { b.WriteString("\n" + words.Text(id) + "\n") }
	line := func(what, explained string) {
		if len(what) > helpColumn-4 {
			b.WriteString("  " + what + "\n")
			what = ""
		}
		for text := range strings.SplitSeq(explained, "\n") {
			b.WriteString(strings.TrimRight("  "+pad(what, helpColumn-2)+text, " ") + "\n")
			what = ""
		}
	}

	b.WriteString(words.Text("terminal.help.about") + "\n")
	section("terminal.help.usage")
	line("hoist [flags] [VIDEO ...]", words.Text("terminal.help.command.window"))
	line("hoist upload [flags] VIDEO ...", words.Text("terminal.help.command.upload"))
	line("hoist upload --resume [flags] [ID ...]", words.Text("terminal.help.command.resume"))
	line("hoist uploads [--json]", words.Text("terminal.help.command.uploads"))
	line("hoist check [flags] VIDEO ...", words.Text("terminal.help.command.check"))
	line("hoist accounts [--json]", words.Text("terminal.help.command.accounts"))
	line("hoist accounts add [flags]", words.Text("terminal.help.command.accounts.add"))
	line("hoist accounts remove NAME", words.Text("terminal.help.command.accounts.remove"))
	line("hoist --delete-data [--yes]", words.Text("terminal.help.command.delete"))
	line("hoist practice [flags]", words.Text("terminal.help.command.practice"))

	for _, group := range []struct {
		title string
		of    []Command
	}{
		{"terminal.help.flags.sending", sending},
		{"terminal.help.flags.judging", judging},
		{"terminal.help.flags.naming", naming},
		{"terminal.help.flags.window", []Command{CommandWindow}},
		{"terminal.help.flags.upload", uploading},
		{"terminal.help.flags.adding", adding},
		{"terminal.help.flags.telling", telling},
		{"terminal.help.flags.deleting", deleting},
		{"terminal.help.flags.practice", standIn},
		{"terminal.help.flags.everywhere", everywhere},
	} {
		section(group.title)
		for _, f := range flags {
			if slices.Equal(f.of, group.of) {
				line(strings.TrimSpace("--"+f.name+" "+f.value), words.Text("terminal.help."+f.name))
			}
		}
	}

	section("terminal.help.environment")
	line("HOIST_CONSUMER_KEY", words.Text("terminal.help.keys"))
	line("HOIST_CONSUMER_SECRET", "")
	line("HOIST_ACCESS_TOKEN", "")
	line("HOIST_ACCESS_SECRET", "")
	line("HOIST_HOME", words.Text("terminal.help.home"))
	line("NO_COLOR", words.Text("terminal.help.no_color"))

	section("terminal.help.exit")
	line(strconv.Itoa(ExitDone), words.Text("terminal.help.exit.done"))
	line(strconv.Itoa(ExitFailed), words.Text("terminal.help.exit.failed"))
	line(strconv.Itoa(ExitWrongUse), words.Text("terminal.help.exit.wrong_use"))
	line(strconv.Itoa(ExitSignIn), words.Text("terminal.help.exit.sign_in"))
	line(strconv.Itoa(ExitWarnings), words.Text("terminal.help.exit.warnings"))
	line(strconv.Itoa(ExitInterrupted), words.Text("terminal.help.exit.interrupted"))
	return b.String()
}

func pad(s string, columns int) string {
	return s + strings.Repeat(" ", max(0, columns-len(s)))
}
