# Flow Playground. "make help" lists what there is to make. Only Go, git and make are needed; an
# older Go fetches the toolchain named here by itself.

export GOTOOLCHAIN := go1.27.3
# Without the commit's stamp, a program's name follows its content alone.
export GOFLAGS += -buildvcs=false

# Where make serve listens.
ADDR ?= 127.0.0.1:8080
# The most bytes of each program over the wire, compressed by brotli. PERFORMANCE.md says what weighs.
BUDGETS  := page.wasm=2300000 worker.wasm=800000 worker-plain.wasm=800000 files.wasm=1200000

WASM     := GOOS=js GOARCH=wasm
SLIM     := -trimpath -ldflags='-s -w'
# A browser's one thread gains nothing from the collector for many cores, nor programs that hardly
# allocate from an allocator in many sizes: without them they are 1 % smaller.
LEAN     := nogreenteagc,nosizespecializedmalloc
# Packages that no training step and no frame spends time in: inlined into themselves they are larger,
# so that a worker's program would take 7 % more bytes over the wire, and the page's 4 %.
COLD     := flowplayground/web flowplayground/flow fmt reflect time os syscall strconv internal/strconv
COLDER   := runtime flowplayground/wasm/worker flowplayground/flow/benchmark
# Ebiten compiles its shaders with these, once.
SHADERS  := go/ast go/parser go/scanner go/token go/constant go/build/constraint math/big
# $(call small,packages) compiles them for size.
small     = $(foreach package,$(1),-gcflags=$(package)=-l)
NUMERIC  := ./ode/... ./flow/...
# Of the others, render alone starts no goroutine, even in tests.
THREADED := . ./web/... ./wasm/...
SINGLE   := ./render/...
# After Go interrupts a goroutine, AVX registers stay in use here, and the SSE moves by which Go spills vectors wait
# for them: loops of kernels take up to forty times as long. WebAssembly knows nothing of it.
STEADY   := GODEBUG=asyncpreemptoff=1
RUNNER   := build/wasmbrowsertest-v0.11.0/wasmbrowsertest
BROWSERS := headless_shell headless-shell chromium chromium-browser google-chrome google-chrome-stable chrome

# What is fed with random input in make test, and for how long each.
FUZZ     := ./flow:FuzzPlanarInverse ./flow:FuzzParseGiven ./flow/modelfile:FuzzRead ./web:FuzzParseFragment ./web:FuzzParsePoints ./web:FuzzDecode
FUZZTIME ?= 10s
# How often make bench runs what it times on this machine.
COUNT ?= 1
# The least share of statements that the tests of each numeric package run.
COVERAGE := 90

# The race detector needs a C compiler; without one the tests run all the same.
RACE = $$(go build -race runtime/cgo >/dev/null 2>&1 && echo -race || echo "no C compiler: tests run without -race" >&2)
# wasmbrowsertest passes its whole environment to a test program, which takes 8 KB at most.
IN_BROWSER = -exec "env -i 'HOME=$$HOME' 'PATH=$$PATH' 'GOROOT=$$(go env GOROOT)' '$(CURDIR)/$(RUNNER)'"

.PHONY: help serve build dist test fuzz bench shots recipes tanh golden clean
.PHONY: programs check test-native native-plain native-simd native-other test-wasm wasm-plain wasm-simd wasm-rest test-browser chromium

help: ## list what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | while IFS='	' read -r target text; do \
		printf 'make %-13s %s\n' "$$target" "$$text"; done

serve: programs ## build the site and serve it on http://127.0.0.1:8080 (ADDR=host:port to change)
	@$(call assemble,build/site,-quick)
	@go build -o build/serve .
	@build/serve -addr "$(ADDR)" -dir build/site

build: programs ## build the site into build/site, compressed best, and hold it to its budgets
	@$(call assemble,build/site,$(addprefix -budget ,$(BUDGETS)))

dist: build ## build the site into dist, for any static host
	@rm -rf dist
	@cp -R build/site dist
	@echo "dist is ready to be copied to a web server, at the root or below it"

test: check test-native fuzz test-wasm test-browser ## check and test everything

check: ## check formatting, vet, staticcheck and the import rules
	@unformatted=$$("$$(go env GOROOT)/bin/gofmt" -l .); \
		if [ -n "$$unformatted" ]; then echo "not formatted by gofmt:" $$unformatted; exit 1; fi
	go vet ./...
	go vet -tags recipes,every ./flow/...
	go vet -tags shots ./e2e
	GOEXPERIMENT=simd go vet $(NUMERIC)
	$(WASM) go vet ./...
	@go build -o build/staticcheck honnef.co/go/tools/cmd/staticcheck
	build/staticcheck ./...
	$(WASM) build/staticcheck ./...
	go test -run Import ./e2e/

# A package's tests run one after the other, on one core: two packages at a time take half the time.
test-native: ## test all packages on this machine, plain and with GOEXPERIMENT=simd
	@$(MAKE) -j2 native-plain native-other native-simd

native-plain:
	@mkdir -p build
	go test -coverprofile build/coverage.out $(NUMERIC)
	@awk -F '[: ]' 'NR > 1 { sub("/[^/]*$$", "", $$1); all[$$1] += $$3; if ($$4 > 0) run[$$1] += $$3 } \
		END { for (p in all) if (100 * run[p] < $(COVERAGE) * all[p]) { \
			printf "%s: its tests run %.1f %% of its statements, fewer than $(COVERAGE)\n", p, 100 * run[p] / all[p]; few = 1 } \
		exit few }' build/coverage.out

native-simd:
	GOEXPERIMENT=simd $(STEADY) go test $(NUMERIC)

native-other:
	go test $(RACE) $(THREADED)
	go test $(SINGLE)

test-wasm: chromium $(RUNNER) ## test the numeric packages as WebAssembly in Chromium, plain and simd
	@$(MAKE) -j2 wasm-plain wasm-simd wasm-rest

wasm-plain:
	$(WASM) GOEXPERIMENT= go test $(IN_BROWSER) ./flow

wasm-simd:
	$(WASM) GOEXPERIMENT=simd go test $(IN_BROWSER) ./flow

wasm-rest:
	@all=$$($(WASM) go list $(NUMERIC)) && rest=$$(echo "$$all" | grep -vx flowplayground/flow) && \
		$(WASM) GOEXPERIMENT= go test $(IN_BROWSER) $$rest && \
		$(WASM) GOEXPERIMENT=simd go test $(IN_BROWSER) $$rest

# A page that draws in software and trains keeps about a core busy: two at a time is as many as tests wait for.
# Tests to whose results time matters are not parallel, and have the machine to themselves.
test-browser: chromium build ## test the built page in Chromium
	SITE="$(CURDIR)/build/site" go test -count=1 -parallel 2 -timeout 10m ./e2e/...

fuzz: ## feed readers and the NF's inverse with random input (FUZZTIME=10s each)
	@for target in $(FUZZ); do \
		go test -run '^$$' -fuzz "^$${target#*:}\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x "$${target%:*}" || exit 1; \
	done

bench: chromium build ## time everything here and in Chromium, side by side (COUNT=5 for benchstat)
	GOEXPERIMENT=simd $(STEADY) go test -run '^$$' -bench . -count $(COUNT) $(NUMERIC) ./web | tee build/native.txt
	SITE="$(CURDIR)/build/site" go test -run '^$$' -bench . -benchtime 3x -timeout 20m -count 1 ./e2e | tee build/chromium.txt
	@go run ./flow/benchmark/table build/native.txt build/chromium.txt

shots: chromium build ## take pictures of every view and lesson into build/shots, and the README's two
	@mkdir -p build/shots
	SITE="$(CURDIR)/build/site" SHOTS="$(CURDIR)/build/shots" go test -tags shots -run TestShots -v -count=1 -timeout 30m ./e2e

recipes: ## train the recipes in full, over seeds and widths, and hold them to their bars (minutes)
	GOEXPERIMENT=simd $(STEADY) go test -tags recipes -run TestRecipes -v -count=1 -timeout 60m ./flow

tanh: ## hold the kernels' tanh to its error bound at every float32 (minutes)
	GOEXPERIMENT=simd $(STEADY) go test -tags every -run EveryFloat -v -count=1 -timeout 60m ./flow/internal/kernel

golden: ## remake the golden images of render from what it draws now
	go test ./render/... -update

clean: ## remove all that was built
	rm -rf build dist

# The page's program computes little; of the workers', the page picks one by what the browser can.
programs:
	@echo "building the page's programs"
	@$(WASM) GOEXPERIMENT=$(LEAN) go build $(SLIM) $(call small,$(COLD) $(SHADERS)) -o build/page.wasm ./wasm
	@$(WASM) GOEXPERIMENT=$(LEAN),simd go build $(SLIM) $(call small,$(COLD) $(COLDER)) -o build/worker.wasm ./wasm/worker
	@$(WASM) GOEXPERIMENT=$(LEAN) go build $(SLIM) $(call small,$(COLD) $(COLDER)) -o build/worker-plain.wasm ./wasm/worker
	@$(WASM) GOEXPERIMENT=$(LEAN) go build $(SLIM) -o build/files.wasm ./wasm/files

# $(call assemble,folder,options) puts the site together.
assemble = go build -o build/assemble ./web/site/assemble && build/assemble -out $(1) $(2) \
	-index index.html build/page.wasm build/worker.wasm build/worker-plain.wasm build/files.wasm "$$(go env GOROOT)/lib/wasm/wasm_exec.js" web/static/*

# wasmbrowsertest needs an older chromedp than ours, so it is built as a module of its own.
$(RUNNER):
	@GOBIN="$(CURDIR)/$(@D)" go install github.com/agnivade/wasmbrowsertest@v0.11.0

# The browser tests need Chromium: install Debian's where that is possible. Other systems keep
# browsers elsewhere than on the PATH; there the tests look for themselves.
chromium:
	@[ "$$(uname)" = Linux ] || exit 0; \
	for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "no Chromium found: installing Debian's package"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0; \
	fi; \
	echo "the browser tests need Chromium or Chrome on the PATH: install it, on Debian as root by apt-get install chromium" >&2; exit 1
