// How sure a model may be taken to be, for programs.
#pragma once

#include <nlohmann/json.hpp>

#include "core/workflow/finish_training.h"

namespace regulus {

// {"calibrated": true, "temperature": ..., "level": ..., "cells": ..., "folds": ..., ...}, or
// {"calibrated": false, "why": "..."}.
nlohmann::json calibration_json(const ModelFile& model);
// With what the test cells say: nll, brier and ece, before and after; coverage and size of the sets; the
// share unassigned.
nlohmann::json calibration_json(const TrainingOutcome& outcome);

}  // namespace regulus
