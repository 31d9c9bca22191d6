// SPDX-License-Identifier: Apache-2.0

// Package web is the workbench in a browser.
package web
