import {testPart} from './test-part.js';

testPart('credentials');
