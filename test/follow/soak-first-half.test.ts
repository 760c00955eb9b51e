import {soakSeeds} from './soak-seeds.js';

soakSeeds(1, 60);
