import { config } from 'zod';

// The content security policy forbids `eval`, which zod tries once unless `jitless` is set. Must be imported first.
config({ jitless: true });
