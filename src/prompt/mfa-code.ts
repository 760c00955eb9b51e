import type {AskMfaCode} from '../aws/assume-role.js';
import type {AwsOptions} from '../aws/aws-clients.js';
import {CredentialsError} from '../aws/credentials-error.js';
import type {Context} from '../context.js';
import {canAsk} from './can-ask.js';

/** The options, with a way to ask for MFA codes where there is a terminal. */
export function withMfaPrompt<Options extends {readonly aws: AwsOptions}>(
  options: Options,
  context: Context,
): Options {
  if (!canAsk(context)) return options;
  return {...options, aws: {...options.aws, askMfaCode: createMfaPrompt(context)}};
}

/** Asks until the line could be a code; what is typed shows, for a code counts once and typing errors are common. */
export function createMfaPrompt(context: Pick<Context, 'stdin' | 'stderr' | 'signal'>): AskMfaCode {
  let hasAsked = false;
  return async (mfaSerial, refused) => {
    const {stderr} = context;
    const {askLine} = await import('./ask-line.js');
    // A watch whose session ends goes on printing and may write over the question; this line stays.
    if (hasAsked && !refused) stderr.write('\napilogs: AWS wants another MFA code to go on\n');
    hasAsked = true;
    if (refused)
      stderr.write('apilogs: AWS did not accept this code; each counts once, so wait for the next\n');
    for (;;) {
      const line = await askLine(`MFA code for ${mfaSerial}: `, context);
      if (line === undefined) {
        // Ctrl-D leaves the cursor behind the question.
        stderr.write('\n');
        throw new CredentialsError(`no MFA code was given for ${mfaSerial}`);
      }
      const code = line.replaceAll(/\s/g, '');
      if (/^\d{6}$/.test(code)) return code;
      stderr.write('apilogs: a code has six digits\n');
    }
  };
}
