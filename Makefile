# sam build runs build-<logical ID of the function> and sets ARTIFACTS_DIR.
.PHONY: build-ApiUsageFunction

build-ApiUsageFunction: node_modules/.package-lock.json
	npm run --silent build:function -- --silent
	cp dist/index.cjs dist/index.cjs.map "$(ARTIFACTS_DIR)/"

node_modules/.package-lock.json: package.json package-lock.json tools/node24/package.json
	npm ci --no-audit --no-fund
	touch $@
