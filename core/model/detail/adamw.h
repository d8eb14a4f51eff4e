// Adam with decoupled weight decay (Loshchilov and Hutter 2019), in LibTorch's arithmetic and with its
// defaults (0.9, 0.999, 1e-8), so that the numbers are those of torch::optim::AdamW. What it remembers can be
// taken out and put back.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

namespace regulus::detail {

class AdamW {
  public:
    struct Group {
        std::vector<at::Tensor> tensors;  // leaves; changed in place
        double rate = 1e-3, decay = 0;
    };
    struct Moments {
        std::int64_t steps = 0;
        at::Tensor mean, square;  // undefined before the first step
    };

    explicit AdamW(std::vector<Group> groups);

    // Moves each tensor that has a gradient.
    void step();
    void forget_gradients();

    // One a tensor, group after group. Copies.
    std::vector<Moments> moments() const;
    void set_moments(std::span<const Moments> moments);

  private:
    std::vector<Group> m_groups;
    std::vector<Moments> m_moments;
};

}  // namespace regulus::detail
