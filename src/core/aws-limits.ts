/** Limits that AWS sets, each with the page that documents it. */

/**
 * Most bytes of one line on stdout. Lambda splits what a function writes to stdout into log events near 64 KB
 * (measured; not documented), and half a JSON object isn't valid EMF. The margin leaves room for additions by Lambda.
 */
export const MAX_LINE_BYTES = 63 * 1024

/**
 * Longest value of a dimension, in characters.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
export const MAX_DIMENSION_VALUE_LENGTH = 1024

/**
 * Longest name of a namespace, in characters.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export const MAX_NAMESPACE_LENGTH = 255

/**
 * How far ahead of the clock a metric's timestamp may be, in milliseconds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export const MAX_AHEAD_MS = 2 * 60 * 60 * 1000
