import {soakSeeds} from './soak-seeds.js';

soakSeeds(101, 200);
