#!/usr/bin/env bash
# Runs tests on the newest Node of a major version, which the npm registry has for Linux and macOS:
#   scripts/test-on.sh 26                                       builds, and runs all
#   scripts/test-on.sh 26 build/test/package/packed.test.js     runs these, as built
set -euo pipefail
cd "$(dirname "$0")/.."
major=${1:?the major version of Node, such as 26}
shift

# One of the packages among which the package `node` chooses, in a script of its own that npm may not be allowed to run.
package=$(node -p '(process.platform === "darwin" && process.arch === "arm64" ? ["node-bin"] : ["node"])
  .concat(process.platform, process.arch).join("-")')
folder=node_modules/.cache/node-$major
npm install --loglevel=error --no-fund --no-save --no-package-lock --no-audit --ignore-scripts --prefer-online \
  --prefix "$folder" "$package@$major" >/dev/null
PATH=$PWD/$folder/node_modules/$package/bin:$PATH

echo "On Node $(node --version):"
if (($# > 0)); then
  exec node --test "$@"
else
  npm run build
  exec npm run test:unit
fi
