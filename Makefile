# make run 启动；make test 测试；make help 看其余。
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(UPGRADE)

.PHONY: help setup run test check bench coverage mutation lock clean dev weights

help: ## 列出这些目标
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

setup: $(VENV)/.installed weights ## 准备：虚拟环境、依赖、本地模型

run: setup ## 准备并启动服务（参数用 ARGS="--port 9000" 传入）
	@exec $(BIN)/sebastian serve $(ARGS)

test: dev weights ## 跑全部测试（参数用 ARGS 传入）
	$(BIN)/python -m pytest $(ARGS)

check: dev ## 格式、ruff、mypy、分层
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: dev weights ## 测速度，结果写进 bench/results
	$(BIN)/python -m bench $(ARGS)

coverage: dev ## store/ 的分支覆盖率，低于 95 % 即失败
	$(BIN)/python -m bench.coverage

mutation: dev ## 变异 store/ 与推理规则的代码，看测试是否发现（很久；参数用 ARGS 传入）
	$(BIN)/python -m bench.mutation $(ARGS)

lock: $(VENV)/.installed ## 由 pyproject.toml 重写锁文件（UPGRADE=--upgrade 时取最新）
	$(PIP) install --quiet uv
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## 删去虚拟环境与构建产物（模型缓存与记忆不动）
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .langgraph_api
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# 模型文件只下载一次；用云端模型（DASHSCOPE_API_KEY）时什么也不下载。
weights: $(VENV)/.installed
	@$(BIN)/python -m agent.models.weights

dev: $(VENV)/.installed-dev

# 每一步做完才留下印记，中断后再来一次即可。
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '需要 Python 3.11 或更新的版本，而 $(PYTHON) 不是；请指定一个：make PYTHON=python3.12 …' >&2; exit 1; }
	@echo '== 建立虚拟环境 $(VENV)'
	@$(PYTHON) -m venv --clear $(VENV) \
		|| { echo '不能建立虚拟环境：请先安装 venv（Debian、Ubuntu：apt install python3-venv）。' >&2; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	@echo '== 安装依赖（第一次约需一两分钟）'
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo '== 安装测试与检查用的依赖'
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
