// Tail probabilities of the distributions that tests refer to.
#pragma once

namespace regulus {

// P(|Z| >= |z|) of a standard normal variable; NaN of NaN.
double normal_two_sided(double z);

// P(|T| >= |t|) of Student's t with `df` > 0 degrees of freedom, which need not be whole: to ten digits, and
// to seven where it is below 1e-100. 0 for an infinite t; NaN of NaN.
double student_two_sided(double t, double df);

// The t > 0 with student_two_sided(t, df) = p, by bisection; 0 < p < 1, df > 0.
double student_deviate(double p, double df);

// I_x(a, b), the regularised incomplete beta function; 0 <= x <= 1, a and b above 0 and below a few thousand.
double incomplete_beta(double x, double a, double b);

}  // namespace regulus
