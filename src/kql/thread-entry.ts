import { compileReply } from './reply.ts';
import { isSupported } from './supported.ts';
import { serve } from './language/serve.ts';

serve({ compile: compileReply, supports: isSupported });
