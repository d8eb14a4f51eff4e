// Minimises a smooth function with L-BFGS and a line search for the strong Wolfe conditions (Nocedal and
// Wright, Numerical Optimization, algorithms 7.5, 3.5 and 3.6).
#pragma once

#include <Eigen/Core>
#include <functional>

namespace regulus {

struct LbfgsResult {
    int iterations = 0;
    bool converged = false;  // the gradient is small enough, or no step makes the function smaller
};

// Returns the value at x and writes the gradient there.
using Objective = std::function<double(const Eigen::VectorXd& x, Eigen::VectorXd& gradient)>;

// x holds the start and then the result. Stops when max |gradient| <= tolerance. Exceptions of the
// objective pass through.
LbfgsResult minimise_lbfgs(const Objective& objective, Eigen::VectorXd& x, int max_iterations,
                           double tolerance);

}  // namespace regulus
