#!/usr/bin/env bash
# Checks the format of every Swift file.
source "$(dirname "$0")/common.sh"
swift format lint --strict --recursive Sources Tests Package.swift
