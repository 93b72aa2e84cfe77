# make run    builds Hoist and opens it in practice mode with the sample clip; without a display, the same upload in the terminal
# make test   everything that proves the program: format, vet, lint, tests with the race detector, a real keyring, a real window
# make soak   what takes too long for make test, about 20 minutes: 200 kills, many more random mixes of faults, a minute of each fuzz target
# make bench  how fast the engine, the drawing and the window are     make fmt  formats     make screenshots  the pictures of the README
# make packages  builds what people install, for Linux and Windows, in dist/      make test-packages  installs and runs all of it
# make notices  writes anew whose work is in Hoist, and under which licences
# make goldens  agrees to how the window looks now in each state: look at what has changed in ui/testdata/states
#
# upload/testdata has two scripts that measure the whole program: wire.sh its speed over a real line, cost.sh what it costs beside curl.
#
# On Debian and Ubuntu the system packages are installed when they are missing; elsewhere .ci/setup says which.

SHELL := /bin/bash
OUT   := .build
BIN   := $(OUT)/hoist
TOOLS := $(OUT)/tools

# One set of flags, because Fyne's C code is compiled anew whenever they change. gles compiles in a quarter of the
# time of the default and needs no further package; packages for people are built without it.
ifeq ($(shell uname -s),Linux)
TAGS := gles,migrated_fynedo
else
TAGS := migrated_fynedo
endif

export GOFLAGS := -buildvcs=false

GOLANGCI := $(TOOLS)/golangci-lint-v2.15.0
GOFUMPT  := $(TOOLS)/gofumpt-v0.12.0

# Rooms without Fyne, which are vetted for macOS as well: Fyne itself needs a Mac for that.
PLAIN := ./upload/... ./credentials/... ./ui/home/... ./ui/messages/... ./ui/terminal/...
# Every room but the window and main, which alone needs a window system to link.
ROOMS := $(PLAIN) ./assets/... ./ui/desktop/... ./ui/widgets/...

# The tests that draw every scene.
STATES := ^TestPictures$$
SCENES := ^Test(PagePictures|LanguagesFit|WordsAreTranslated|TabShowsWhereItIs|EverythingHasWords|FocusIsSeen)$$

.PHONY: run build test format vet lint unit window drawn keyring program soak bench fmt screenshots goldens notices \
	packages test-packages setup-build setup-test setup-packages setup-test-packages

run: setup-build
	@$(MAKE) --no-print-directory build
	@if [ "$$(uname -s)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo "No display: the same upload in the terminal."; \
		exec ./$(BIN) upload --practice assets/sample.mp4; \
	else \
		exec ./$(BIN) --practice --start assets/sample.mp4; \
	fi

build:
	go build -tags $(TAGS) -o $(BIN) .

test: setup-test
	@for stage in format vet lint unit window drawn keyring program; do \
		began=$$SECONDS; echo "== $$stage"; \
		$(MAKE) --no-print-directory $$stage || exit 1; \
		echo "-- $$stage took $$((SECONDS - began)) s"; \
	done; \
	echo "All of it passed, in $$SECONDS s."

setup-build setup-test setup-packages setup-test-packages:
	@.ci/setup $(@:setup-%=%)

format: $(GOFUMPT)
	@bad=$$($(GOFUMPT) -l .); if [ -n "$$bad" ]; then echo "not formatted (make fmt mends it):"; echo "$$bad"; exit 1; fi
	go mod tidy -diff

vet:
	go vet -tags ci,migrated_fynedo ./...
	GOOS=windows CGO_ENABLED=0 go vet -tags ci,migrated_fynedo ./...
	GOOS=darwin GOARCH=arm64 CGO_ENABLED=0 go vet $(PLAIN)

lint: $(GOLANGCI)
	$(GOLANGCI) run --build-tags ci,migrated_fynedo,keyring,program,packages ./...
	shellcheck .ci/* $$(find * -name '*.sh' -not -path 'dist/*')

unit:
	go test -race -shuffle=on -timeout 20m -tags migrated_fynedo $(ROOMS)

# The window in two halves side by side: each test is on one goroutine for most of its time.
HALF := go test -race -shuffle=on -timeout 20m -tags migrated_fynedo -skip '$(STATES)|$(SCENES)' ./ui
window:
	@$(HALF) -run '^Test[A-O]' & first=$$!; $(HALF) -run '^Test[P-Z]'; second=$$?; wait $$first && exit $$second

# What draws every scene of the window, on one goroutine: the race detector would find nothing and take five times as long.
drawn:
	@go test -tags migrated_fynedo -run '$(STATES)' ./ui & states=$$!; \
	go test -tags migrated_fynedo -run '$(SCENES)' ./ui; scenes=$$?; \
	wait $$states && exit $$scenes

# A real gnome-keyring on a bus of its own.
keyring:
	go test -count=1 -tags keyring -run Real ./credentials

# The program as it is built: its window on a display of its own, and its command line.
program: build
	HOIST_BINARY=$(CURDIR)/$(BIN) go test -count=1 -tags program,migrated_fynedo -run Program -timeout 15m ./ui ./ui/terminal

# HOIST_SOAK is what tests ask for their long form. The kill test's videos wait most of the time: all at once, then.
# Making an interesting input smaller is bounded: it would take most of the minute.
soak: setup-build
	@$(MAKE) --no-print-directory build
	HOIST_SOAK=1 HOIST_BINARY=$(CURDIR)/$(BIN) go test -count=1 -parallel 5 -tags program,migrated_fynedo -run ProgramKill -timeout 30m ./ui/terminal
	HOIST_SOAK=1 go test -race -count=1 -timeout 60m ./upload
	@set -e; for package in $$(go list -tags $(TAGS) $(PLAIN)); do \
		found=$$(go test -list '^Fuzz' $$package); \
		for target in $$(echo "$$found" | grep ^Fuzz || true); do \
			echo "== $$target of $$package"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime 1m -fuzzminimizetime 100x $$package; \
		done; \
	done

bench: build
	cd upload && HOIST_BENCH=1 go test -count=1 -run '^TestTable$$'
	go test -run '^$$' -bench . -benchmem ./ui/widgets/...
	HOIST_BENCH=1 HOIST_BINARY=$(CURDIR)/$(BIN) go test -count=1 -tags program,migrated_fynedo -run '^TestProgramBench' -v ./ui

fmt: $(GOFUMPT)
	$(GOFUMPT) -w .

screenshots:
	mkdir -p $(OUT)/pictures assets/screenshots
	HOIST_PICTURES=$(CURDIR)/$(OUT)/pictures CGO_ENABLED=0 go test -count=1 -tags migrated_fynedo -run TestPictures ./ui
	cd $(OUT)/pictures && cp segments_dark.png would_fail_dark.png done_light.png failed_dark.png history_light.png $(CURDIR)/assets/screenshots

goldens:
	HOIST_GOLDENS=write CGO_ENABLED=0 go test -count=1 -tags migrated_fynedo -run TestPictures ./ui
	HOIST_UPDATE_PICTURES=1 CGO_ENABLED=0 go test -count=1 -tags migrated_fynedo -run TestPictures ./ui/widgets

notices:
	go run ./assets/notices

packages: setup-packages
	assets/installers/packages.sh

# The packages as people meet them: in a fresh Debian, under Wine, on a display of their own.
test-packages: setup-test-packages packages
	HOIST_DIST=$(CURDIR)/dist go test -count=1 -v -tags packages,program,migrated_fynedo -run Package -timeout 40m ./assets ./ui

$(GOLANGCI):
	GOBIN=$(CURDIR)/$(TOOLS) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	mv $(TOOLS)/golangci-lint $@

$(GOFUMPT):
	GOBIN=$(CURDIR)/$(TOOLS) go install mvdan.cc/gofumpt@v0.12.0
	mv $(TOOLS)/gofumpt $@
