import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {restoreFromGitBash} from '../../src/cli/git-bash-path.js';

describe('restoreFromGitBash', () => {
  const paths: readonly (readonly [string, string])[] = [
    ['C:/Program Files/Git/aws/lambda/orders', '/aws/lambda/orders'],
    ['C:\\Program Files\\Git\\aws\\lambda\\orders', '/aws/lambda/orders'],
    ['C:/Program Files/Git/aws/lambda/', '/aws/lambda/'],
    ['C:/Program Files/Git/', '/'],
    ['D:/tools/PortableGit/ecs/web', '/ecs/web'],
    ['C:/msys64/shop/reports', '/shop/reports'],
    ['C:/Users/me/scoop/apps/git/2.45.1.windows.1/shop', '/shop'],
    ['C:/Users/me/scoop/apps/git/current/aws/lambda/git/x', '/aws/lambda/git/x'],
    ['E:/somewhere/else/aws/lambda/orders', '/aws/lambda/orders'],
  ];
  for (const [typed, meant] of paths) {
    it(`makes ${meant} of ${typed}`, () => assert.equal(restoreFromGitBash(typed), meant));
  }

  for (const text of ['/aws/lambda/orders', 'Git/aws/lambda', 'C:/nothing/known', 'arn:aws:logs:eu-west-1']) {
    it(`leaves ${text} as it is`, () => assert.equal(restoreFromGitBash(text), text));
  }
});
