# Each target calls a script of a few lines, which skips what is already there.

.PHONY: help demo test test-package test-browser wheel vsix words lab data lint accuracy results bench latency sanitize soak peers clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: ## set everything up and run the first notebook through the real kernel
	@scripts/demo.sh

test: ## set up what the tests need; format check, Swift tests, conformance tests
	@scripts/test.sh

test-package: ## build the wheel, install it into a bare environment, and test its Python package
	@scripts/package.sh

test-browser: ## test the kernel in JupyterLab in a headless Chromium; pictures in output/browser
	@scripts/browser.sh

wheel: ## build the wheel: one file for pip, with everything inside
	@scripts/wheel.sh

vsix: ## make the extension for Visual Studio Code
	@scripts/vsix.sh

words: ## write the words of the language anew, which editors color
	@scripts/words.sh

lab: ## set everything up and open JupyterLab
	@scripts/lab.sh

data: ## fetch UCI Adult into data/adult
	@scripts/data.sh

lint: ## check the format of Swift, Python and C, and Python and the scripts for faults
	@scripts/lint.sh

accuracy: ## train three models with three seeds each and hold their test AUC against the bar
	@scripts/accuracy.sh

results: ## train every model with three seeds and write RESULTS.md
	@scripts/results.sh

bench: ## measure reading beside pandas, Polars and pyarrow, training beside PyTorch and JAX
	@scripts/bench-reading.sh
	@scripts/bench.sh

latency: ## measure the kernel beside ipykernel and xeus-python
	@scripts/latency.sh

sanitize: ## run the kernel under load with the thread and the address sanitizer
	@scripts/sanitize.sh

soak: ## run the conformance tests that chance decides many times over
	@scripts/soak.sh

peers: ## run the conformance tests against ipykernel
	@scripts/peers.sh

clean: ## remove everything these targets made, except data
	rm -rf .build .build-static .build-thread .build-address .venv .venv-wheel output
