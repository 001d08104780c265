#!/usr/bin/env bash
# Saves a model of each kind; Python then reads it and recomputes its predictions.
source "$(dirname "$0")/common.sh"
export DEPHN_RUNS="$PWD/output/runs"
columns=age,workclass,fnlwgt,education,education_num,marital_status,occupation,relationship,race,sex
columns+=,capital_gain,capital_loss,hours_per_week,native_country,income
rm -rf output/saved
mkdir -p output/saved
log=output/saved/log.txt
.build/release/dephn script scripts/saved-models.dephn >$log 2>&1 || fail "$(cat $log)"
for model in output/saved/*.safetensors; do
  .venv/bin/python Tests/Reference/check_saved_model.py "$model" \
    --rows data/adult/adult.data data/adult/adult.test --names "$columns" \
    --predictions "${model%.safetensors}.csv"
done
