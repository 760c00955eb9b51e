// What is used of the SDK's reader of the shared config, imported when it is needed: the bundle leaves the rest out.
export {parseKnownFiles} from '@smithy/shared-ini-file-loader';
