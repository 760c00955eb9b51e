import {soakSeeds} from './soak-seeds.js';

soakSeeds(61, 120);
