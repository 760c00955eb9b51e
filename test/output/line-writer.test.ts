import assert from 'node:assert/strict';
import {Writable} from 'node:stream';
import {describe, it} from 'node:test';
import {ApilogsError, exitCodes} from '../../src/errors.js';
import {createLineWriter} from '../../src/output/line-writer.js';
import {FakeStream} from './fake-stream.js';

const never = new AbortController().signal;

function writeError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`write ${code}`), {code});
}

/** Whether a promise is settled after everything that is due now has run. */
async function isSettled(promise: Promise<void> | void): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  Promise.resolve(promise).then(settle, settle);
  await new Promise(resolve => setImmediate(resolve));
  return settled;
}

describe('createLineWriter', () => {
  it('writes on without a wait while the stream has room', () => {
    const stream = new FakeStream();
    const writer = createLineWriter(stream, never);
    assert.equal(writer.write('one\n'), undefined);
    assert.equal(writer.write(''), undefined);
    assert.equal(writer.write('two\n'), undefined);
    assert.equal(stream.written, 'one\ntwo\n');
  });

  it('waits while the stream is full', async () => {
    const stream = new FakeStream();
    const writer = createLineWriter(stream, never);
    stream.isFull = true;
    const written = writer.write('one\n');
    assert.equal(await isSettled(written), false);
    stream.emit('drain');
    await written;
    assert.equal(stream.written, 'one\n');
  });

  it('leaves no listeners behind a wait', async () => {
    const stream = new FakeStream();
    const writer = createLineWriter(stream, never);
    stream.isFull = true;
    for (let n = 0; n < 3; n++) {
      const written = writer.write('line\n');
      stream.emit('drain');
      await written;
    }
    assert.equal(stream.listenerCount('drain'), 0);
    assert.equal(stream.listenerCount('close'), 1);
    assert.equal(stream.listenerCount('error'), 1);
  });

  it('has two writers wait for the same room', async () => {
    const stream = new FakeStream();
    const writer = createLineWriter(stream, never);
    stream.isFull = true;
    const both = [writer.write('one\n'), writer.write('two\n')];
    assert.equal(stream.listenerCount('drain'), 1);
    stream.emit('drain');
    await Promise.all(both);
    assert.equal(stream.written, 'one\ntwo\n');
  });

  it('ends a wait when the run should end', async () => {
    const stream = new FakeStream();
    const controller = new AbortController();
    const writer = createLineWriter(stream, controller.signal);
    stream.isFull = true;
    const written = writer.write('one\n');
    controller.abort();
    await written;
    await writer.write('two\n');
    assert.equal(stream.written, 'one\ntwo\n');
    assert.equal(writer.closed, false);
  });

  for (const code of ['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF']) {
    it(`ends quietly when the reader is gone (${code})`, async () => {
      const stream = new FakeStream();
      let closings = 0;
      const writer = createLineWriter(stream, never, () => closings++);
      stream.isFull = true;
      const written = writer.write('one\n');
      stream.emit('error', writeError(code));
      stream.emit('error', writeError(code));
      await written;
      assert.equal(writer.closed, true);
      assert.equal(writer.write('two\n'), undefined);
      await writer.flush();
      assert.equal(stream.written, 'one\n');
      assert.equal(closings, 1);
    });
  }

  it('ends quietly when the stream closes', async () => {
    const stream = new FakeStream();
    const writer = createLineWriter(stream, never);
    stream.isFull = true;
    const written = writer.write('one\n');
    stream.emit('close');
    await written;
    assert.equal(writer.closed, true);
  });

  it('says that there is no space left, to who waits and to who writes on', async () => {
    const stream = new FakeStream();
    let closings = 0;
    const writer = createLineWriter(stream, never, () => closings++);
    stream.isFull = true;
    const written = writer.write('one\n');
    stream.emit('error', writeError('ENOSPC'));
    stream.emit('close');
    const expected = {
      name: 'ApilogsError',
      message: 'the output could not be written: no space is left where it goes',
      hint: 'free some space, or send the output elsewhere',
      exitCode: exitCodes.failure,
    };
    await assert.rejects(async () => written, expected);
    assert.throws(() => writer.write('two\n'), expected);
    await assert.rejects(writer.flush(), expected);
    assert.equal(writer.closed, false);
    assert.equal(closings, 0);
  });

  it('says what else went wrong', async () => {
    const stream = new FakeStream();
    const writer = createLineWriter(stream, never);
    stream.emit('error', writeError('EIO'));
    await assert.rejects(
      writer.flush(),
      error => error instanceof ApilogsError && error.message === 'the output could not be written: EIO',
    );
  });
});

describe('flush', () => {
  /** A stream of Node.js whose writes end when the test says so. */
  function slowStream() {
    const endings: ((error?: Error) => void)[] = [];
    const stream = new Writable({
      decodeStrings: false,
      write: (_chunk, _encoding, callback) => {
        endings.push(callback);
      },
    });
    return {stream, endWrite: (error?: Error) => endings.shift()?.(error)};
  }

  it('waits until what is buffered has been written', async () => {
    const {stream, endWrite} = slowStream();
    const writer = createLineWriter(stream, never);
    await writer.write('one\n');
    const flushed = writer.flush();
    assert.equal(await isSettled(flushed), false);
    endWrite();
    assert.equal(await isSettled(flushed), false);
    endWrite();
    await flushed;
  });

  it('does not wait for a reader that went away meanwhile', async () => {
    const {stream, endWrite} = slowStream();
    const writer = createLineWriter(stream, never);
    await writer.write('one\n');
    const flushed = writer.flush();
    endWrite(writeError('EPIPE'));
    await flushed;
    assert.equal(writer.closed, true);
  });

  it('does not wait when the run should end', async () => {
    const {stream} = slowStream();
    const controller = new AbortController();
    const writer = createLineWriter(stream, controller.signal);
    await writer.write('one\n');
    const flushed = writer.flush();
    controller.abort();
    await flushed;
  });

  it('tells of a failure that the stream has not told of yet', async () => {
    const stream = new FakeStream();
    const writer = createLineWriter(stream, never);
    await writer.write('one\n');
    setImmediate(() => stream.emit('error', writeError('ENOSPC')));
    await assert.rejects(writer.flush(), ApilogsError);
  });

  it('tells of the failure of a real stream', async () => {
    const stream = new Writable({write: (_chunk, _encoding, callback) => callback(writeError('ENOSPC'))});
    const writer = createLineWriter(stream, never);
    await assert.rejects(async () => {
      await writer.write('one\n');
      await writer.flush();
    }, ApilogsError);
  });

  it('has nothing to wait for where nothing was written', async () => {
    const stream = new FakeStream();
    await createLineWriter(stream, never).flush();
    assert.equal(stream.written, '');
  });
});
