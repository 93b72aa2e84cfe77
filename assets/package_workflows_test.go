//go:build packages

package assets_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// workflow is what these tests want to know of a file in .github/workflows.
type workflow struct {
	On          yaml.Node
	Permissions map[string]string
	Env         map[string]string
	Jobs        map[string]struct {
		Permissions map[string]string
		Environment string
		Uses        string
		Timeout     int `yaml:"timeout-minutes"`
		Steps       []struct {
			Uses, Run string
			With      map[string]string
		}
	}
}

// workflows reads all of them: by the file's name, its text and what is in it.
func workflows(t *testing.T) (texts map[string]string, parsed map[string]workflow) {
	t.Helper()
	texts, parsed = map[string]string{}, map[string]workflow{}
	paths, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil || len(paths) != 2 {
		t.Fatalf("workflows: %v, %v", paths, err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var w workflow
		if err := yaml.Unmarshal(text, &w); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		texts[filepath.Base(path)], parsed[filepath.Base(path)] = string(text), w
	}
	return texts, parsed
}

// TestPackageReleaseActionlint asks the linter for workflows, which hands what they run to shellcheck.
func TestPackageReleaseActionlint(t *testing.T) {
	if _, err := exec.LookPath("shellcheck"); err != nil {
		t.Fatal("without shellcheck half of it is not looked at: ", err)
	}
	lint := exec.CommandContext(t.Context(), "go", "run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12", "-no-color")
	lint.Dir = ".."
	if out, err := lint.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestPackageReleaseActionsArePinned holds what others wrote to one commit of it, and to GitHub's own.
func TestPackageReleaseActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	texts, _ := workflows(t)
	commits := map[string]string{}
	for name, text := range texts {
		uses := regexp.MustCompile(`(?m)uses: *(.*)$`).FindAllStringSubmatch(text, -1)
		if len(uses) < 5 {
			t.Errorf("%s: only %d actions were found", name, len(uses))
		}
		for _, use := range uses {
			if use[1] == "./.github/workflows/test.yml" {
				continue
			}
			if !pinned.MatchString(use[1]) {
				t.Errorf("%s: %s is not pinned to a commit, with its version", name, use[1])
			}
			action, commit, _ := strings.Cut(use[1], "@")
			if before := commits[action]; before != "" && before != commit {
				t.Errorf("%s is used at %s and at %s", action, before, commit)
			}
			commits[action] = commit
		}
	}
}

// TestPackageReleasePermissions holds each job to what it needs.
func TestPackageReleasePermissions(t *testing.T) {
	more := map[string]string{"release.yml draft": "attestations=write contents=write id-token=write", "release.yml test": "contents=read"}
	texts, parsed := workflows(t)
	for name, w := range parsed {
		if got := sorted(w.Permissions); got != "contents=read" {
			t.Errorf("%s may %s", name, got)
		}
		for job, j := range w.Jobs {
			if got := sorted(j.Permissions); got != more[name+" "+job] {
				t.Errorf("%s: %s may %q", name, job, got)
			}
			if j.Uses == "" && (j.Timeout < 5 || j.Timeout > 120) {
				t.Errorf("%s: %s may take %d minutes", name, job, j.Timeout)
			}
		}
		if !strings.Contains(texts[name], "\nconcurrency:\n") {
			t.Errorf("%s: nothing is said of two runs at the same time", name)
		}
		for _, never := range []string{"pull_request_target", "workflow_run", "continue-on-error", "secrets: inherit"} {
			if strings.Contains(texts[name], never) {
				t.Errorf("%s has %s", name, never)
			}
		}
	}
}

// TestPackageReleaseSteps checks that nothing is put into what a shell reads, that the token of the repository does not stay
// on the disk, and that a release is made from no cache.
func TestPackageReleaseSteps(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	series := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(string(mod))[1] + ".x"
	_, parsed := workflows(t)
	for name, w := range parsed {
		if w.Env["GO"] != series {
			t.Errorf("%s: Go %s, where go.mod wants %s", name, w.Env["GO"], series)
		}
		for job, j := range w.Jobs {
			for _, step := range j.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: %s puts something into a script: %s", name, job, step.Run)
				}
				if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != "false" {
					t.Errorf("%s: %s keeps the token", name, job)
				}
				if strings.HasPrefix(step.Uses, "actions/setup-go@") && step.With["go-version"] != "${{ env.GO }}" {
					t.Errorf("%s: %s takes Go %s", name, job, step.With["go-version"])
				}
				if name == "release.yml" && strings.HasPrefix(step.Uses, "actions/setup-go@") && step.With["cache"] != "false" {
					t.Errorf("%s: %s takes what it builds with from a cache", name, job)
				}
			}
		}
	}
}

// TestPackageReleaseSecrets holds secrets to the environment of single steps, in jobs that are protected.
func TestPackageReleaseSecrets(t *testing.T) {
	texts, parsed := workflows(t)
	if strings.Contains(texts["test.yml"], "secrets.") {
		t.Error("the tests know a secret")
	}
	secret := regexp.MustCompile(`^          [A-Z0-9_]+: \$\{\{ secrets\.[A-Z0-9_]+ \}\}$`) // the depth of a step's env
	job := ""
	for line := range strings.Lines(texts["release.yml"]) {
		line = strings.TrimSuffix(line, "\n")
		if found := regexp.MustCompile(`^  ([a-z]+):$`).FindStringSubmatch(line); found != nil {
			job = found[1]
		}
		if !strings.Contains(line, "secrets.") {
			continue
		}
		if !secret.MatchString(line) {
			t.Errorf("a secret stands elsewhere than in a step's env: %s", line)
		}
		if parsed["release.yml"].Jobs[job].Environment != "release" {
			t.Errorf("%s knows a secret and is not protected", job)
		}
	}
}
