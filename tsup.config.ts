import { defineConfig } from 'tsup'
import cli from './build/cli.ts'
import lambda from './build/function.ts'
import page from './build/page.ts'

export default defineConfig([lambda, page, cli])
