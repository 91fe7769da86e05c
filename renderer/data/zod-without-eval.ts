import { config } from 'zod';

// Our content policy forbids code made from text, which zod tries once; told not to, it does not. Must be imported first.
config({ jitless: true });
