// Packs the documented rate limits for the function: npm run limits
import { writeFileSync } from 'node:fs'
import { LIMIT_FILES } from '../src/core/rate-limits/limit-files.ts'
import { packedModule } from '../test/support/packed-limits.ts'

writeFileSync('src/core/rate-limits/packed-limits.ts', packedModule(LIMIT_FILES))
