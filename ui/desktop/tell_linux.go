package desktop

import "os/exec"

// tell asks the desktops' own programs for such boxes, one after the other. None of them needs OpenGL.
func tell(title, text string) {
	for _, box := range [][]string{
		{"zenity", "--error", "--no-markup", "--title=" + title, "--text=" + text},
		{"kdialog", "--title", title, "--error", text},
		{"xmessage", "-center", "-title", title, text},
	} {
		path, err := exec.LookPath(box[0])
		if err != nil {
			continue
		}
		if exec.Command(path, box[1:]...).Run() == nil { //nolint:gosec,noctx // words of ours; a person closes it
			return
		}
	}
}
