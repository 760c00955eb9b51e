import {testPart} from './test-part.js';

testPart('look-up');
