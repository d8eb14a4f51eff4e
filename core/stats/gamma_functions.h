// Derivatives of the logarithm of the gamma function.
#pragma once

namespace regulus {

double digamma(double x);   // x > 0; to 12 digits
double trigamma(double x);  // x > 0; to 12 digits
// The x with trigamma(x) = y, y > 0; by Newton's method on 1 / trigamma, which is nearly linear (Smyth,
// Statistical Applications in Genetics and Molecular Biology 3 (2004), article 3, appendix).
double trigamma_inverse(double y);

}  // namespace regulus
