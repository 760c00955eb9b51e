// The one provider that needs no other; see credentials.ts.
export {fromEnv} from '@aws-sdk/credential-provider-env';
