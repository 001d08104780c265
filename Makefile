# Each target calls a script of a few lines, which skips what is already there.

.PHONY: help demo test test-notebooks test-package test-browser test-grading site wheel vsix words docs lab data lint accuracy results bench latency sanitize soak peers clean

help: ## list all targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: ## set up everything and run the first notebook, without a browser
	@scripts/demo.sh

test: ## run the tests: format, Swift, conformance, saved models, notebooks, the wheel
	@scripts/test.sh

test-notebooks: ## verify all notebooks with one thread and two, on every clone of the C kernels
	@scripts/notebooks.sh

test-package: ## build the wheel, install it into a bare environment and test its Python package
	@scripts/package.sh

test-browser: ## test in JupyterLab with a headless Chromium; screenshots in output/browser
	@scripts/browser.sh

test-grading: ## have nbgrader generate, autograde and score the sample assignment
	@scripts/grading.sh

site: ## write output/site, a static site of all notebooks
	@scripts/site.sh

wheel: ## build the wheel: one file for pip with everything inside
	@scripts/wheel.sh

vsix: ## build the Visual Studio Code extension
	@scripts/vsix.sh

words: ## update the word list for syntax highlighting
	@scripts/words.sh

docs: ## write docs/commands.md, the reference of all commands
	@scripts/docs.sh

lab: ## set up everything and open JupyterLab
	@scripts/lab.sh

data: ## download UCI Adult into data/adult
	@scripts/data.sh

lint: ## check format and style of Swift, Python, C and shell scripts
	@scripts/lint.sh

accuracy: ## train three models with three seeds and check their test AUC
	@scripts/accuracy.sh

results: ## train every model with three seeds and write RESULTS.md
	@scripts/results.sh

bench: ## benchmark reading (pandas, Polars, pyarrow), training (PyTorch, JAX), sweeps, SQL, looks, the wheel and verification
	@scripts/bench-reading.sh
	@scripts/bench.sh
	@scripts/bench-side-by-side.sh
	@scripts/bench-looks.sh
	@scripts/bench-wheel.sh
	@scripts/bench-verify.sh

latency: ## benchmark the kernel against ipykernel and xeus-python
	@scripts/latency.sh

sanitize: ## run the kernel under load with the thread and address sanitizers
	@scripts/sanitize.sh

soak: ## repeat the timing-dependent conformance tests many times
	@scripts/soak.sh

peers: ## run the conformance tests against ipykernel
	@scripts/peers.sh

clean: ## remove everything that make created, except data
	rm -rf .build .build-static .build-thread .build-address .venv .venv-wheel .venv-grading output
