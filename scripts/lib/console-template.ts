import { parseDocument, Scalar } from 'yaml'

/** The function whose code is put into the template. */
const FUNCTION = ['Resources', 'ApiUsageFunction']

/**
 * A template that needs no other file: the same, but with the code of the function inline. Lambda saves it as index.js,
 * so the handler stays `index.handler`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-inlinecode
 * @param template the text of template.yaml
 * @param bundle the text of the CommonJS bundle
 */
export function consoleTemplate(template: string, bundle: string): string {
  // Tags such as !Ref are kept as they are, though this parser does not know them.
  const document = parseDocument(template, { logLevel: 'error' })
  const code = new Scalar(bundle)
  code.type = Scalar.BLOCK_LITERAL
  document.deleteIn([...FUNCTION, 'Metadata'])
  document.deleteIn([...FUNCTION, 'Properties', 'CodeUri'])
  document.setIn([...FUNCTION, 'Properties', 'InlineCode'], code)
  return document.toString({ lineWidth: 0 })
}
